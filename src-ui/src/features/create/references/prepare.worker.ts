import { PictureProblem } from './pictureProblem'
import { preparePicture, type PictureLimits } from './preparePicture'

/** Decoding and drawing a large photo takes seconds; here they do not hold up the page. */
addEventListener('message', (event: MessageEvent<{ id: number; file: Blob; limits: PictureLimits }>) => {
  const { id, file, limits } = event.data
  void preparePicture(file, limits, {
    decode: (blob) => createImageBitmap(blob, { imageOrientation: 'from-image' }),
    canvas(width, height) {
      const canvas = new OffscreenCanvas(width, height)
      return {
        getContext: () => canvas.getContext('2d'),
        toBlob: (type, quality) => canvas.convertToBlob({ type, quality }),
      }
    },
  }).then(
    (prepared) => postMessage({ id, prepared }),
    (problem: unknown) =>
      postMessage({ id, reason: problem instanceof PictureProblem ? problem.reason : 'unreadable' }),
  )
})
