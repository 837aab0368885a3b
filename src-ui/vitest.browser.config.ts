import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests of the packaged server in a real browser; `BrowserIT` runs them in `make test`. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    environment: 'node',
    include: ['test/browser/**/*.test.ts'],
    // One server and one browser at a time: the machine is small, and what is measured is not the machine.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // A failure is to be found at once: no line for each test that passes, however long a person would take for it.
    reporters: ['default'],
    slowTestThreshold: 60_000,
  },
})
