// Prints what Docker's language server finds wrong with Dockerfiles, a line each: node dockerfiles.mjs FILE...
import { readFileSync } from 'node:fs'
import { validate } from 'dockerfile-utils'

for (const file of process.argv.slice(2)) {
  for (const found of validate(readFileSync(file, 'utf8'))) {
    console.log(`${file}:${found.range.start.line + 1}: ${found.message}`)
  }
}
