import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { pageBase } from '@/shared/address'
import { useSession } from '@/shared/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title?: string
    /** Open without a session. */
    open?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: { name: 'create' } },
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('@/features/account/SignInView.vue'),
    meta: { title: 'signIn.title', open: true },
  },
  {
    path: '/create',
    name: 'create',
    component: () => import('@/features/create/CreateView.vue'),
    meta: { title: 'nav.create' },
  },
  {
    // The viewer is part of the gallery's address, so that Back closes it and a link opens it.
    path: '/gallery/:entry?',
    name: 'gallery',
    component: () => import('@/features/gallery/GalleryView.vue'),
    meta: { title: 'nav.gallery' },
  },
  {
    path: '/tasks/:task?',
    name: 'tasks',
    component: () => import('@/features/tasks/TasksView.vue'),
    meta: { title: 'nav.tasks' },
  },
  {
    path: '/templates',
    name: 'templates',
    component: () => import('@/features/templates/TemplatesView.vue'),
    meta: { title: 'nav.templates' },
  },
  {
    path: '/settings/:section?',
    name: 'settings',
    component: () => import('@/features/settings/SettingsView.vue'),
    meta: { title: 'nav.settings' },
  },
  {
    path: '/logs',
    name: 'logs',
    component: () => import('@/features/logs/LogsView.vue'),
    meta: { title: 'nav.logs' },
  },
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
