export interface Disk {
  free: number
  total: number
  /** That is used, 0 to 1. */
  share: number
  state: 'calm' | 'near' | 'reached'
}

const GIB = 1024 ** 3

/** How full the disk is. A tenth left may be much or little, so that the bytes count too. */
export function diskOf({ freeBytes, totalBytes }: { freeBytes: number; totalBytes: number }): Disk {
  const share = totalBytes === 0 ? 1 : 1 - freeBytes / totalBytes
  const state = freeBytes < GIB ? 'reached' : freeBytes < 10 * GIB && share > 0.9 ? 'near' : 'calm'
  return { free: freeBytes, total: totalBytes, share, state }
}
