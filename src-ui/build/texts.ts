import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** Sections that only the settings and the logs say; everything else is said on several pages. */
export const OF_SETTINGS = ['settings', 'configs', 'device', 'logs']

const ASKED = /^(.*\/locales\/[\w-]+\.json)\?texts=(common|settings)$/

/** Divides the texts of a language, which lie in one file, into parts that are loaded when they are needed. */
export function texts(): Plugin {
  return {
    name: 'studio:texts',
    enforce: 'pre',
    load(id) {
      const [, file, part] = ASKED.exec(id) ?? []
      if (!file) return null
      this.addWatchFile(file)
      const all = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)
      const shown = all.filter(([section]) => OF_SETTINGS.includes(section) === (part === 'settings'))
      return { code: `export default ${JSON.stringify(Object.fromEntries(shown))}`, moduleType: 'js' }
    },
  }
}
