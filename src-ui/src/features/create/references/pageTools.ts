import { PictureProblem } from './pictureProblem'
import type { DrawingTools } from './preparePicture'

/** Drawing with the page's own elements, for browsers whose workers cannot. */
export const pageTools: DrawingTools = {
  async decode(file) {
    const url = URL.createObjectURL(file)
    try {
      const image = new Image()
      image.src = url
      await image.decode()
      return await createImageBitmap(image)
    } finally {
      URL.revokeObjectURL(url)
    }
  },

  canvas(width, height) {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    return {
      getContext: () => canvas.getContext('2d'),
      toBlob: (type, quality) =>
        new Promise((resolve, reject) =>
          canvas.toBlob(
            (blob) => (blob ? resolve(blob) : reject(new PictureProblem('unreadable'))),
            type,
            quality,
          ),
        ),
    }
  },
}
