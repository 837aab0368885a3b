import { describe, expect, it } from 'vitest'
import { fitted, limited, mostScale, REST, tapScale, zoomAt } from './zoom'

const STAGE = { width: 400, height: 800 }
const PICTURE = { width: 4000, height: 2000 }
const FIT = fitted(PICTURE, STAGE)

describe('zooming', () => {
  it('begins with the whole picture', () => {
    expect(FIT).toEqual({ width: 400, height: 200 })
    expect(fitted({ width: 0, height: 0 }, STAGE)).toEqual({ width: 400, height: 400 })
  })

  it('keeps the point under the finger where it is', () => {
    const at = { x: 100, y: -50 }
    const view = zoomAt({ scale: 1, x: 10, y: 20 }, 3, at)
    // The same point of the picture, reckoned from its middle, before and after.
    expect((at.x - view.x) / 3).toBeCloseTo(at.x - 10)
    expect((at.y - view.y) / 3).toBeCloseTo(at.y - 20)
  })

  it('leaves no empty margin', () => {
    const wide = limited({ scale: 3, x: 5000, y: 300 }, FIT, STAGE, 10)
    expect(wide.x).toBe((400 * 3 - 400) / 2)
    // Not as high as the stage yet: it stays in the middle.
    expect(wide.y).toBe(0)
  })

  it('is never smaller than the stage nor larger than the most', () => {
    expect(limited({ scale: 0.4, x: 30, y: 30 }, FIT, STAGE, 10)).toEqual(REST)
    expect(limited({ scale: 30, x: 0, y: 0 }, FIT, STAGE, 10).scale).toBe(10)
  })

  it('goes to the pixels of a large picture, and a little into a small one', () => {
    expect(tapScale(PICTURE, FIT, 2)).toBe(5)
    expect(mostScale(PICTURE, FIT, 2)).toBe(10)
    expect(tapScale({ width: 400, height: 200 }, FIT, 2)).toBe(2.5)
    expect(mostScale({ width: 400, height: 200 }, FIT, 2)).toBe(3)
  })
})
