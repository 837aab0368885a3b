import { PictureProblem, type PictureLimits, type PreparedPicture, type Reason } from './preparePicture'

interface Answer {
  id: number
  prepared?: PreparedPicture
  reason?: Reason
}

let worker: Worker | undefined
let count = 0

/** Prepares a picture in the worker; on the page itself where that cannot read it or there is nothing to draw on. */
export async function prepare(file: Blob, limits: PictureLimits): Promise<PreparedPicture> {
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
  const { preparePicture } = await import('./preparePicture')
  const { pageTools } = await import('./pageTools')
  return preparePicture(file, limits, pageTools)
}

function inWorker(file: Blob, limits: PictureLimits): Promise<PreparedPicture> {
  const used = (worker ??= new Worker(new URL('./prepare.worker.ts', import.meta.url), { type: 'module' }))
  const id = ++count
  return new Promise((resolve, reject) => {
    const over = new AbortController()
    used.addEventListener(
      'message',
      ({ data }: MessageEvent<Answer>) => {
        if (data.id !== id) return
        over.abort()
        if (data.prepared) resolve(data.prepared)
        else reject(new PictureProblem(data.reason ?? 'unreadable'))
      },
      { signal: over.signal },
    )
    used.addEventListener(
      'error',
      () => {
        over.abort()
        used.terminate()
        if (worker === used) worker = undefined
        reject(new PictureProblem('unreadable'))
      },
      { signal: over.signal },
    )
    used.postMessage({ id, file, limits })
  })
}
