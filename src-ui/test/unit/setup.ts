import { createPinia, setActivePinia } from 'pinia'
import { beforeEach } from 'vitest'

/** Each test begins as a page that has just been opened. */
beforeEach(() => void setActivePinia(createPinia()))
