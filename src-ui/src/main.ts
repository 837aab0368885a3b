import './styles/main.css'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import App from './app/App.vue'
import { installLocale } from './app/i18n'
import { queryClient } from './app/query'
import { router } from './app/router'
import { rightAddress } from './shared/address'
import { ignoreHeldEnter } from './shared/doubleClick'
import { i18n } from './shared/i18n'
import { useInstall } from './shared/install'
import { useLayers } from './shared/layers/layers'

if (rightAddress) {
  window.location.replace(rightAddress)
} else {
  const pinia = createPinia()
  // What is not of a component asks for the session and the language, too.
  setActivePinia(pinia)
  ignoreHeldEnter()
  useLayers().attach(router)
  useInstall()
  await installLocale()
  createApp(App).use(pinia).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
}
