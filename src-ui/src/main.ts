import './styles/main.css'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app/App.vue'
import { i18n, installLocale } from './app/i18n'
import { queryClient } from './app/query'
import { router } from './app/router'
import { pageBase } from './shared/address'

// Reached past the proxy that adds the path prefix; the server answers there too, but the page lives at one address.
const { pathname, search, hash } = window.location
if (pathname.startsWith(pageBase)) {
  await installLocale()
  createApp(App).use(createPinia()).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
} else {
  // Nothing is mounted: the router would put an address of its own in the place of this one before the browser leaves.
  window.location.replace(pageBase + pathname.replace(/^\/webui\/?/, '') + search + hash)
}
