import { describe, expect, it } from 'vitest'
import { layOut } from './layout'

const RUNS = [
  { day: '2026-11-23', count: 4 },
  { day: '2026-11-22', count: 2 },
  // A day that goes on in the next page.
  { day: '2026-11-22', count: 3 },
]
const SQUARES = { width: 300, gap: 0, line: 100, square: true }
const pages = RUNS.map((run) => ({ days: [run] }))
const days = layOut(pages, { ...SQUARES, heading: 40 })
const plain = layOut(pages, { ...SQUARES, heading: 0 })

describe('the rows of the grid', () => {
  it('have a heading for each day and as many cells as there are entries', () => {
    expect(Array.from({ length: days.rows }, (_, row) => days.rowAt(row))).toEqual([
      { day: '2026-11-23' },
      { first: 0, count: 3 },
      { first: 3, count: 1 },
      { day: '2026-11-22' },
      { first: 4, count: 3 },
      { first: 7, count: 2 },
    ])
  })

  it('go on through the days without headings', () => {
    expect(Array.from({ length: plain.rows }, (_, row) => plain.rowAt(row))).toEqual([
      { first: 0, count: 3 },
      { first: 3, count: 3 },
      { first: 6, count: 3 },
    ])
  })

  it('know where each entry stands', () => {
    expect([0, 2, 3, 4, 8].map(days.rowOf)).toEqual([1, 1, 2, 4, 5])
    expect([0, 2, 3, 8].map(plain.rowOf)).toEqual([0, 0, 1, 2])
  })

  it('add up to where a row is', () => {
    let top = 0
    for (let row = 0; row < days.rows; row++) {
      expect(days.topOf(row)).toBe(top)
      top += days.heightOf(row)
    }
    expect(top).toBe(2 * 40 + 4 * 100)
    expect(days.height).toBe(top)
  })

  it('are none for an empty gallery', () => {
    const none = [{ days: [{ day: '2026-11-23', count: 0 }] }]
    expect(layOut(none, { ...SQUARES, heading: 40 }).rows).toBe(0)
  })

  it('are found by how far one has scrolled', () => {
    expect([-50, 0, 39, 40, 139, 140, 1000].map(days.rowAtHeight)).toEqual([0, 0, 0, 1, 1, 2, 5])
  })
})

describe('rows of true shapes', () => {
  const of = (shapes: number[], count = shapes.length) =>
    layOut([{ days: [{ day: '2026-11-23', count }], shapes }], {
      width: 800,
      gap: 10,
      line: 200,
      square: false,
      heading: 0,
    })

  it('are full from edge to edge, near the height that is wanted', () => {
    const rows = of([1.5, 0.67, 1.78, 1, 0.56, 1.33, 1, 1.5])
    for (let row = 0; row < rows.rows - 1; row++) {
      const last = rows.boxesOf(row).at(-1)
      expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(800)
      expect(rows.heightOf(row)).toBeGreaterThan(130)
      expect(rows.heightOf(row)).toBeLessThanOrEqual(300)
    }
  })

  it('hold each picture once, in its order', () => {
    const rows = of(Array.from({ length: 57 }, (_, at) => 0.5 + ((at * 7) % 13) / 8))
    const seen = Array.from({ length: rows.rows }, (_, row) => rows.rowAt(row)).flatMap((row) =>
      'first' in row ? Array.from({ length: row.count }, (_, offset) => row.first + offset) : [],
    )
    expect(seen).toEqual(Array.from({ length: 57 }, (_, at) => at))
  })

  it('leave the last one of a day as high as is wanted, not stretched', () => {
    const rows = of([1, 1])
    expect(rows.heightOf(0)).toBe(200)
    expect(rows.boxesOf(0)).toEqual([
      { left: 0, width: 200 },
      { left: 210, width: 200 },
    ])
  })

  it('cut panoramas and strips off', () => {
    expect(of([9]).boxesOf(0)[0]?.width).toBe(600)
    expect(of([0.01]).boxesOf(0)[0]?.width).toBe(80)
  })

  it('take what was never seen as squares, and stay where they are when the shapes are as guessed', () => {
    expect(of([], 8).height).toBe(of([1, 1, 1, 1, 1, 1, 1, 1]).height)
  })

  it('lead up and down to the picture that is nearest', () => {
    const rows = of([2, 2, 1, 1, 1, 1, 2])
    expect(rows.rowAt(0)).toEqual({ first: 0, count: 2 })
    expect(rows.move(1, 'ArrowDown')).toBe(4)
    expect(rows.move(0, 'ArrowDown')).toBe(2)
    expect(rows.move(5, 'ArrowUp')).toBe(1)
  })
})

describe('arrow keys', () => {
  it.each([
    [0, 'ArrowLeft', 0],
    [3, 'ArrowRight', 4],
    [8, 'ArrowRight', 8],
    [2, 'ArrowDown', 3],
    [3, 'ArrowDown', 4],
    [6, 'ArrowDown', 8],
    [6, 'ArrowUp', 3],
    [1, 'ArrowUp', 1],
    [5, 'Home', 4],
    [7, 'End', 8],
  ])('lead from %i by %s to %i', (from, key, to) => {
    expect(days.move(from, key)).toBe(to)
  })
})
