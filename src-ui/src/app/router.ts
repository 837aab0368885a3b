import { createRouter, createWebHistory, type RouteComponent, type RouteRecordRaw } from 'vue-router'
import { pageBase } from '@/shared/address'
// Before the router, which is not to see every step of the history.
import '@/shared/layers/layers'
import { useSession } from '@/shared/session'
import { needTexts } from './i18n'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title?: string
    /** Open without a session. */
    open?: boolean
  }
}

/** A place of the navigation, which has its title. */
const place = (name: string, path: string, component: () => Promise<RouteComponent>): RouteRecordRaw => ({
  path,
  name,
  component,
  meta: { title: `nav.${name}` },
})

/** A page with texts of its own, which come along with it. */
const withTexts = (component: () => Promise<RouteComponent>) => async (): Promise<RouteComponent> => {
  const [page] = await Promise.all([component(), needTexts('settings')])
  return page
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: { name: 'create' } },
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('@/features/account/SignInView.vue'),
    meta: { title: 'signIn.title', open: true },
  },
  // The viewer is part of the address here too: Back closes it and one is where one was.
  place('create', '/create/:entry?', () => import('@/features/create/CreateView.vue')),
  // The viewer is part of the gallery's address, so that Back closes it and a link opens it.
  place('gallery', '/gallery/:entry?', () => import('@/features/gallery/GalleryView.vue')),
  place('tasks', '/tasks/:task?', () => import('@/features/tasks/TasksView.vue')),
  place('templates', '/templates', () => import('@/features/templates/TemplatesView.vue')),
  place(
    'settings',
    '/settings/:section?',
    withTexts(() => import('@/features/settings/SettingsView.vue')),
  ),
  place(
    'logs',
    '/logs',
    withTexts(() => import('@/features/logs/LogsView.vue')),
  ),
  { path: '/:unknown(.*)*', name: 'not-found', component: () => import('./NotFoundView.vue') },
]

export const router = createRouter({
  history: createWebHistory(pageBase),
  routes,
  // What opens over a page (a viewer) and its filters leave the place in it alone.
  scrollBehavior: (to, from, saved) => (to.name === from.name ? false : (saved ?? { top: 0 })),
})

router.beforeEach((to) => {
  if (!to.meta.open && !useSession().signedIn) {
    return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath }, replace: true }
  }
  return true
})
