import { PictureProblem, type Reason } from './pictureProblem'
import type { PictureLimits, PreparedPicture } from './preparePicture'

interface Answer {
  id: number
  prepared?: PreparedPicture
  reason?: Reason
}

/** Prepares pictures in a worker; on the page itself where that cannot read one or there is nothing to draw on. */
export function preparation(): (file: Blob, limits: PictureLimits) => Promise<PreparedPicture> {
  let worker: Worker | undefined
  let count = 0

  async function prepare(file: Blob, limits: PictureLimits): Promise<PreparedPicture> {
    if (typeof OffscreenCanvas === 'undefined') return onPage(file, limits)
    try {
      return await inWorker(file, limits)
    } catch (problem) {
      if (!(problem instanceof PictureProblem) || problem.reason === 'tooLarge') throw problem
      // An <img> reads more than a worker: SVG, and in Safari HEIC.
      return onPage(file, limits)
    }
  }

  async function onPage(file: Blob, limits: PictureLimits): Promise<PreparedPicture> {
    const [{ preparePicture }, { pageTools }] = await Promise.all([
      import('./preparePicture'),
      import('./pageTools'),
    ])
    return preparePicture(file, limits, pageTools)
  }

  function inWorker(file: Blob, limits: PictureLimits): Promise<PreparedPicture> {
    const used = (worker ??= new Worker(new URL('./prepare.worker.ts', import.meta.url), { type: 'module' }))
    const id = ++count
    return new Promise((resolve, reject) => {
      const over = new AbortController()
      const { signal } = over
      function answered({ data }: MessageEvent<Answer>): void {
        if (data.id !== id) return
        over.abort()
        if (data.prepared) resolve(data.prepared)
        else reject(new PictureProblem(data.reason ?? 'unreadable'))
      }
      function broken(): void {
        over.abort()
        used.terminate()
        if (worker === used) worker = undefined
        reject(new PictureProblem('unreadable'))
      }
      used.addEventListener('message', answered, { signal })
      used.addEventListener('error', broken, { signal })
      used.postMessage({ id, file, limits })
    })
  }

  return prepare
}
