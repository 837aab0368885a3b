export interface Size {
  width: number
  height: number
}

/** A point, in CSS pixels from the middle of the stage. */
export interface Point {
  x: number
  y: number
}

/** How a picture lies on the stage: scale 1 fits it in; x and y move its middle away from that of the stage. */
export interface View extends Point {
  scale: number
}

export const REST: View = { scale: 1, x: 0, y: 0 }

/** What a double tap zooms to, at least. */
const USUAL_SCALE = 2.5
const LARGEST_SCALE = 12

/** The size at which a picture fits into the stage. A picture of unknown size is taken as a square. */
export function fitted(picture: Size, stage: Size): Size {
  const { width, height } = picture.width > 0 && picture.height > 0 ? picture : { width: 1, height: 1 }
  const scale = Math.min(stage.width / width, stage.height / height)
  return { width: width * scale, height: height * scale }
}

/** So far that two device pixels show one of the picture, and at least as far as a double tap goes. */
export function mostScale(picture: Size, fit: Size, pixelRatio: number): number {
  return Math.min(LARGEST_SCALE, Math.max(USUAL_SCALE * 1.2, 2 * actualScale(picture, fit, pixelRatio)))
}

/** The scale a double tap leads to: one pixel of the picture for one of the device where that is larger than usual. */
export function tapScale(picture: Size, fit: Size, pixelRatio: number): number {
  return Math.min(
    mostScale(picture, fit, pixelRatio),
    Math.max(USUAL_SCALE, actualScale(picture, fit, pixelRatio)),
  )
}

/** One pixel of the picture for one of the device; below 1 for a picture that is smaller than the stage. */
export function actualScale(picture: Size, fit: Size, pixelRatio: number): number {
  return picture.width > 0 && fit.width > 0 ? picture.width / (fit.width * pixelRatio) : 1
}

/** Another scale, with the point under the finger or pointer staying under it. */
export function zoomAt(view: View, scale: number, at: Point): View {
  const factor = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * factor, y: at.y - (at.y - view.y) * factor }
}

/** The nearest view without empty margins: the picture covers the stage where it is larger, and is centred where not. */
export function limited(view: View, fit: Size, stage: Size, most: number, least = 1): View {
  const scale = Math.min(most, Math.max(least, view.scale))
  const scaled = scale === view.scale ? view : zoomAt(view, scale, { x: 0, y: 0 })
  const room = { x: (fit.width * scale - stage.width) / 2, y: (fit.height * scale - stage.height) / 2 }
  return { scale, x: within(scaled.x, room.x), y: within(scaled.y, room.y) }
}

function within(value: number, room: number): number {
  const limit = Math.max(0, room)
  return Math.min(limit, Math.max(-limit, value)) || 0
}
