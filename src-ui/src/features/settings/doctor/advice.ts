import type { Trouble } from './measures'

export const PROXIES = ['nginx', 'caddy', 'cloudflare'] as const
export type Proxy = (typeof PROXIES)[number]

export interface Site {
  /** The largest body that the server takes, bytes. */
  maxBodyBytes: number
  /** The address that the proxy calls the server from; empty when it need not be trusted anew. */
  untrusted: string
}

/** The lines that cure what was found. Cloudflare has no file: its lines say where to click and what cannot be changed. */
export function adviceFor(proxy: Proxy, troubles: ReadonlySet<Trouble>, site: Site): string {
  const mega = Math.ceil(site.maxBodyBytes / (1024 * 1024))
  const lines = LINES[proxy](mega)
  const chosen = (Object.keys(lines) as Trouble[]).filter((trouble) => troubles.has(trouble))
  const cure = chosen.flatMap((trouble) => lines[trouble])
  if (proxy === 'caddy' && chosen.some((trouble) => trouble === 'buffering' || trouble === 'silence')) {
    cure.splice(0, cure.length, ...caddyBlock(troubles, mega))
  }
  return [...cure, ...(site.untrusted ? [`# Image Studio: TRUSTED_PROXIES=${site.untrusted}`] : [])].join(
    '\n',
  )
}

type Lines = Record<Trouble, string[]>

const LINES: Record<Proxy, (mega: number) => Lines> = {
  nginx: (mega) => ({
    buffering: ['proxy_http_version 1.1;', 'proxy_buffering off;', 'gzip off;'],
    body: [`client_max_body_size ${mega}m;`, 'proxy_request_buffering off;'],
    silence: ['proxy_read_timeout 600s;', 'proxy_send_timeout 600s;'],
    forwarding: [
      'proxy_set_header Host $http_host;',
      'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
      'proxy_set_header X-Forwarded-Proto $scheme;',
    ],
  }),
  caddy: (mega) => ({
    buffering: [],
    body: ['request_body {', `\tmax_size ${mega}MiB`, '}'],
    silence: [],
    forwarding: ['# Caddy: X-Forwarded-For, X-Forwarded-Proto (default)'],
  }),
  cloudflare: () => ({
    buffering: [
      '# Caching > Cache Rules: /api/* -> Bypass cache',
      '# Rules > Compression Rules: /api/* -> Off',
    ],
    body: ['# Network > Maximum Upload Size: 100 MB (Free, Pro)'],
    silence: ['# 524 after 100 s (Free, Pro, Business)', '# Image Studio: SYNC_WAIT_MS=90000'],
    forwarding: ['# SSL/TLS > Edge Certificates > Always Use HTTPS: On'],
  }),
}

function caddyBlock(troubles: ReadonlySet<Trouble>, mega: number): string[] {
  return [
    ...(troubles.has('body') ? LINES.caddy(mega).body : []),
    'reverse_proxy 127.0.0.1:51130 {',
    ...(troubles.has('buffering') ? ['\tflush_interval -1'] : []),
    ...(troubles.has('silence') ? ['\ttransport http {', '\t\tresponse_header_timeout 600s', '\t}'] : []),
    '}',
    ...(troubles.has('buffering') ? ['# Caddy: no "encode" for this site'] : []),
  ]
}
