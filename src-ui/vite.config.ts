import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { fileOf } from './build/chunks.ts'
import { icons } from './build/icons.ts'
import { vueHasUseId } from './build/reka.ts'
import { texts } from './build/texts.ts'
import { serviceWorker } from './worker/plugin.ts'

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// The server that `make dev` runs next to this one.
const server = process.env.STUDIO_SERVER ?? 'http://localhost:51130'

export default defineConfig(({ command }) => ({
  // Built once for any path prefix: the server writes its own into the document.
  base: command === 'build' ? './' : '/webui/',
  plugins: [vue(), tailwindcss(), texts(), icons(), vueHasUseId(), serviceWorker()],
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
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // What every page needs comes as one file, which is smaller and quicker than forty.
            { name: 'studio', tags: ['$initial'] },
            { name: fileOf, debugName: 'pages' },
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
