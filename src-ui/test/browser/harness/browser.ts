import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/** The system's Chromium. As root it runs without its sandbox, which root cannot have. */
export function openBrowser(): Promise<Browser> {
  const finder = join(import.meta.dirname, '../../../../src/main/scripts/chromium.sh')
  const executablePath = execFileSync('sh', [finder], { encoding: 'utf8' }).trim()
  const args = ['--disable-gpu', '--disable-dev-shm-usage']
  return chromium.launch({ executablePath, args, chromiumSandbox: process.getuid?.() !== 0 })
}
