import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const read = (name: string) => readFileSync(join(import.meta.dirname, '../..', name), 'utf8')

it('takes exactly the packages that were tried, from whichever registry one uses', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'))
  for (const version of Object.values<string>({ ...dependencies, ...devDependencies })) {
    expect(version).toMatch(/^\d+\.\d+\.\d+/)
  }
  // npm writes the address of a package there, and with it the registry that happened to be used.
  expect(read('package-lock.json')).not.toContain('"resolved"')
})
