import { fileURLToPath } from 'node:url'
import VueI18nPlugin from '@intlify/unplugin-vue-i18n/vite'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { serviceWorker } from './worker/plugin.ts'

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// The server that `make dev` runs next to this one.
const server = process.env.STUDIO_SERVER ?? 'http://localhost:51130'

export default defineConfig(({ command }) => ({
  // Built once for any path prefix: the server writes its own into the document.
  base: command === 'build' ? './' : '/webui/',
  plugins: [
    vue(),
    tailwindcss(),
    VueI18nPlugin({
      module: 'petite-vue-i18n',
      include: local('./src/locales/*.json'),
      // Messages are compiled here, so that nothing has to be compiled in the browser.
      runtimeOnly: true,
      dropMessageCompiler: true,
      fullInstall: false,
    }),
    serviceWorker(),
  ],
  // Nothing here or in its libraries uses Vue's older way to write components.
  define: { __VUE_OPTIONS_API__: false },
  resolve: { alias: { '@': local('./src') } },
  build: {
    outDir: process.env.STUDIO_UI_OUT ?? local('../target/classes/META-INF/resources/webui'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs comes as one file, which is smaller and quicker than forty.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'studio',
              test: /node_modules\/(@vue\/|vue\/|vue-router|petite-vue-i18n|@intlify|pinia|@tanstack\/(query-core|vue-query)|openapi-fetch|eventsource-parser)/,
            },
            // What several pages share: over HTTP/1.1 six small files go at a time, and each wave costs a round trip.
            {
              name: 'parts',
              test: /src\/shared\/(?!(queryParameter|copyText|unsaved|ui\/(ModalDialog|ActionMenu|ConfirmHost|ModelField|FactList|SkeletonRows|SearchField)))|node_modules\/@(lucide|vueuse)\//,
              minShareCount: 2,
            },
            // Of those, what the first page does not need.
            {
              name: 'forms',
              test: /src\/shared\/(queryParameter|copyText|unsaved|ui\/(FactList|SkeletonRows|SearchField))/,
              minShareCount: 2,
            },
            {
              name: 'pictures',
              test: /src\/features\/gallery\/(actions|list|galleryApi)/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 400,
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    port: Number(process.env.STUDIO_UI_PORT ?? 5173),
    strictPort: true,
    proxy: Object.fromEntries(
      ['/api', '/gallery', '/q', '/sandbox'].map((path) => [path, { target: server }]),
    ),
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'test/unit/**/*.test.ts'],
    setupFiles: ['test/unit/setup.ts'],
    restoreMocks: true,
  },
}))
