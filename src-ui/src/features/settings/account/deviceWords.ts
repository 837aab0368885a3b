import { useI18n } from '@/shared/i18n'
import type { SignedInDevice } from './accountData'

const HANDHELD = new Set(['iPhone', 'iPad', 'Android', 'HarmonyOS'])

/** What to draw a device as. A program names itself, but no system. */
export function kindOf({ browser, system }: Pick<SignedInDevice, 'browser' | 'system'>) {
  if (system && HANDHELD.has(system)) return 'phone'
  return browser && !system ? 'program' : 'computer'
}

/** How a device is called: browser and system, in the language of the page where they have a name in it. */
export function useDeviceName() {
  const { t, has } = useI18n()
  const named = (browser: string) => {
    const key = browser.replace(/\W/g, '')
    return has(`settings.account.browser.${key}`) ? t(`settings.account.browser.${key}`) : browser
  }
  return ({ browser, system }: Pick<SignedInDevice, 'browser' | 'system'>) =>
    [browser && named(browser), system].filter(Boolean).join(' · ') || t('settings.account.unknownDevice')
}
