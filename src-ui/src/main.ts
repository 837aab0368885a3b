import './styles/main.css'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app/App.vue'
import { i18n, installLocale } from './app/i18n'
import { queryClient } from './app/query'
import { router } from './app/router'
import { rightAddress } from './shared/address'
import { ignoreHeldEnter } from './shared/doubleClick'

if (rightAddress) {
  window.location.replace(rightAddress)
} else {
  ignoreHeldEnter()
  await installLocale()
  createApp(App).use(createPinia()).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
}
