import { expect, it } from 'vitest'
import { adviceFor, PROXIES } from './advice'
import type { Trouble } from './measures'

const site = { maxBodyBytes: 64 * 1024 * 1024, untrusted: '' }

it('prints for nginx only what was found', () => {
  expect(adviceFor('nginx', new Set<Trouble>(['body']), site)).toBe(
    'client_max_body_size 64m;\nproxy_request_buffering off;',
  )
})

it('puts what belongs together into one block of Caddy', () => {
  const lines = adviceFor('caddy', new Set<Trouble>(['buffering', 'body', 'silence']), site)
  expect(lines.match(/reverse_proxy/g)).toHaveLength(1)
  expect(lines).toContain('max_size 64MiB')
  expect(lines.split('{').length).toBe(lines.split('}').length)
})

it('names the proxy that the server should trust, whichever proxy it is', () => {
  for (const proxy of PROXIES) {
    const lines = adviceFor(proxy, new Set<Trouble>(['forwarding']), { ...site, untrusted: '172.18.0.1' })
    expect(lines).toContain('TRUSTED_PROXIES=172.18.0.1')
  }
})
