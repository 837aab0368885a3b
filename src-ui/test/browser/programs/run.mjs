// Runs a program of this folder that is written in TypeScript, which Node 20 cannot read by itself: node run.mjs shots.ts
import { join } from 'node:path'
import { runnerImport } from 'vite'

await runnerImport(join(import.meta.dirname, process.argv[2]))
