import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { api, ok } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import { useSession } from '@/shared/session'

export type SignedInDevice = components['schemas']['SignedInDevice']

const KEY = ['sessions']

/** The devices that are signed in, and ending that. */
export function useDevices() {
  const cache = useQueryClient()
  const onSettled = () => cache.invalidateQueries({ queryKey: KEY })
  return {
    list: useQuery({ queryKey: KEY, queryFn: () => ok(api.GET('/api/sessions', {})), staleTime: 0 }),
    end: useMutation({
      mutationFn: (id: string) => ok(api.DELETE('/api/sessions/{id}', { params: { path: { id } } })),
      onSettled,
    }),
    endOthers: useMutation({ mutationFn: () => ok(api.DELETE('/api/sessions/others', {})), onSettled }),
    /** This device's session ends too; the page goes to the sign-in. */
    endAll: useMutation({
      mutationFn: () => ok(api.DELETE('/api/sessions', {})),
      onSuccess: () => useSession().signOut(),
    }),
  }
}

/** Whether the password can be changed here, and changing it. */
export function usePassword() {
  const cache = useQueryClient()
  return {
    state: useQuery({ queryKey: ['password'], queryFn: () => ok(api.GET('/api/password', {})) }),
    change: useMutation({
      mutationFn: (body: { password: string; newPassword: string }) => ok(api.PUT('/api/password', { body })),
      onSuccess: ({ token }) => {
        if (token) useSession().begin(token)
        return Promise.all([KEY, ['session']].map((queryKey) => cache.invalidateQueries({ queryKey })))
      },
    }),
  }
}
