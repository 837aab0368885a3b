/** Every screen that an address leads to. */
export const SCREENS = [
  '/create',
  '/gallery',
  '/tasks',
  '/templates',
  '/settings',
  '/settings/api',
  '/settings/usage',
  '/settings/storage',
  '/settings/transfer',
  '/settings/account',
  '/settings/doctor',
  '/settings/appearance',
  '/settings/about',
  '/logs',
]
