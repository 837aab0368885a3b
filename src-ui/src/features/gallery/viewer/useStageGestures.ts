import { useEventListener } from '@vueuse/core'
import type { ShallowRef } from 'vue'
import {
  actualScale,
  fitted,
  limited,
  mostScale,
  REST,
  tapScale,
  zoomAt,
  type Point,
  type Size,
  type View,
} from './zoom'

interface Stage {
  /** The size of the picture in its own pixels. */
  picture: () => Size
  /** Whether there is a picture before (-1) or after (1). */
  canTurn: (step: -1 | 1) => boolean
  /** The neighbour has come into the middle. */
  turn: (step: -1 | 1) => void
  /** Paints the view onto the current picture and the shift onto all of them. */
  paint: (view: View, shift: Point, animated: boolean) => void
  zoomed: (scale: number) => void
  tap: () => void
  dismiss: () => void
}

export const SLIDE_GAP = 24
export const SETTLE_MS = 240
const MOVED_PX = 8
const DOUBLE_TAP_MS = 300
const FLICK_PX_PER_MS = 0.4
const DISMISS_PX = 110
const GLIDE_MS = 180

/** Pinch, wheel, double tap, drag and swipe on the stage of the viewer. */
export function useStageGestures(el: Readonly<ShallowRef<HTMLElement | null>>, stage: Stage) {
  const fingers = new Map<number, Point>()
  let view: View = REST
  let shift: Point = { x: 0, y: 0 }
  let start: { at: Point; view: View; axis?: 'x' | 'y' | 'pan'; tap: boolean } | undefined
  let pinch: { distance: number; centre: Point; view: View } | undefined
  let last: { at: Point; time: number; speed: Point } | undefined
  let lastTap = { time: -DOUBLE_TAP_MS, at: REST as Point }
  let tapTimer: ReturnType<typeof setTimeout> | undefined
  let turning = false

  const size = (): Size => ({ width: el.value?.clientWidth ?? 1, height: el.value?.clientHeight ?? 1 })
  const fit = () => fitted(stage.picture(), size())
  const most = () => mostScale(stage.picture(), fit(), window.devicePixelRatio)

  function show(next: View, to: Point, animated: boolean): void {
    if (next.scale !== view.scale) stage.zoomed(next.scale)
    view = next
    shift = to
    stage.paint(view, shift, animated)
  }

  const settle = (next: View) => show(limited(next, fit(), size(), most()), { x: 0, y: 0 }, true)

  function pointOf(event: MouseEvent): Point {
    const box = el.value?.getBoundingClientRect() ?? new DOMRect()
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
  }

  /** @param tap whether the finger may turn out to have tapped: not the one that is left of a pinch */
  function begin(at: Point, tap: boolean): void {
    start = { at, view, axis: view.scale > 1 ? 'pan' : undefined, tap }
    last = { at, time: performance.now(), speed: { x: 0, y: 0 } }
  }

  useEventListener(el, 'pointerdown', (event) => {
    if (event.button !== 0 || turning) return
    el.value?.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, pointOf(event))
    const [one, two] = [...fingers.values()]
    if (one && two) pinch = { distance: distance(one, two), centre: middle(one, two), view }
    else if (one) begin(one, true)
  })

  useEventListener(el, 'pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return
    const at = pointOf(event)
    fingers.set(event.pointerId, at)
    const [one, two] = [...fingers.values()]
    if (pinch && one && two) return pinchTo(one, two)
    if (start) dragTo(at)
  })

  function pinchTo(one: Point, two: Point): void {
    if (!pinch) return
    const centre = middle(one, two)
    const scale = Math.min(
      most() * 1.3,
      Math.max(0.7, (pinch.view.scale * distance(one, two)) / pinch.distance),
    )
    const next = zoomAt(pinch.view, scale, pinch.centre)
    show({ scale, x: next.x + centre.x - pinch.centre.x, y: next.y + centre.y - pinch.centre.y }, REST, false)
  }

  function dragTo(at: Point): void {
    if (!start) return
    const moved = { x: at.x - start.at.x, y: at.y - start.at.y }
    if (!start.axis && Math.hypot(moved.x, moved.y) > MOVED_PX)
      start.axis = Math.abs(moved.x) > Math.abs(moved.y) ? 'x' : 'y'
    follow(at)
    if (start.axis === 'pan') {
      const free = { ...start.view, x: start.view.x + moved.x, y: start.view.y + moved.y }
      const near = limited(free, fit(), size(), Infinity)
      // Beyond the edge the picture follows with a third of the way.
      show({ ...free, x: near.x + (free.x - near.x) / 3, y: near.y + (free.y - near.y) / 3 }, REST, false)
    } else if (start.axis === 'x') {
      const held = stage.canTurn(moved.x > 0 ? -1 : 1) ? 1 : 0.3
      show(view, { x: moved.x * held, y: 0 }, false)
    } else if (start.axis === 'y') show(view, { x: 0, y: Math.max(0, moved.y) }, false)
  }

  function follow(at: Point): void {
    const now = performance.now()
    if (!last || now - last.time < 8) return
    const span = now - last.time
    last = { at, time: now, speed: { x: (at.x - last.at.x) / span, y: (at.y - last.at.y) / span } }
  }

  useEventListener(el, ['pointerup', 'pointercancel'], (event) => {
    if (!fingers.delete(event.pointerId)) return
    const [left] = fingers.values()
    if (pinch) {
      pinch = undefined
      start = undefined
      if (left && view.scale > 1) begin(left, false)
      else settle(view)
      return
    }
    if (!start) return
    const { axis, at, tap } = start
    start = undefined
    const speed = last && performance.now() - last.time < 80 ? last.speed : { x: 0, y: 0 }
    if (axis === 'pan' && distance(at, pointOf(event)) > MOVED_PX)
      settle({ ...view, x: view.x + speed.x * GLIDE_MS, y: view.y + speed.y * GLIDE_MS })
    else if (axis === 'x') endSwipe(speed.x)
    else if (axis === 'y') {
      if (shift.y > DISMISS_PX) stage.dismiss()
      else settle(view)
    } else if (tap && event.type === 'pointerup') tapped(pointOf(event), event)
  })

  function endSwipe(speed: number): void {
    const step = shift.x > 0 ? -1 : 1
    const far = Math.abs(shift.x) > size().width / 4
    const flicked = Math.abs(speed) > FLICK_PX_PER_MS && speed > 0 === shift.x > 0
    if ((far || flicked) && stage.canTurn(step)) turn(step)
    else settle(view)
  }

  function tapped(at: Point, { timeStamp: time, pointerType }: PointerEvent): void {
    clearTimeout(tapTimer)
    if (time - lastTap.time < DOUBLE_TAP_MS && distance(at, lastTap.at) < 40) {
      lastTap.time = -DOUBLE_TAP_MS
      toggleZoom(at)
    } else {
      lastTap = { time, at }
      if (pointerType !== 'mouse') tapTimer = setTimeout(stage.tap, DOUBLE_TAP_MS)
    }
  }

  function toggleZoom(at: Point): void {
    settle(
      view.scale > 1 ? REST : zoomAt(view, tapScale(stage.picture(), fit(), window.devicePixelRatio), at),
    )
  }

  useEventListener(
    el,
    'wheel',
    (event) => {
      event.preventDefault()
      const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002))
      const scale = Math.min(most(), Math.max(1, view.scale * factor))
      show(limited(zoomAt(view, scale, pointOf(event)), fit(), size(), most()), REST, false)
    },
    { passive: false },
  )

  /** Slides the neighbour into the middle, then tells. */
  function turn(step: -1 | 1): void {
    if (turning || !stage.canTurn(step)) return
    turning = true
    show(view, { x: -step * (size().width + SLIDE_GAP), y: 0 }, true)
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    setTimeout(() => stage.turn(step), still ? 0 : SETTLE_MS)
  }

  return {
    turn,
    zoomBy: (factor: number) =>
      settle({ ...view, scale: view.scale * factor, x: view.x * factor, y: view.y * factor }),
    /** One pixel of the picture for one of the screen; when it is so already, the whole picture. */
    toggleActual(): void {
      const scale = Math.min(most(), actualScale(stage.picture(), fit(), window.devicePixelRatio))
      const there = Math.abs(view.scale - scale) < 0.001
      show(there ? REST : limited({ ...REST, scale }, fit(), size(), most(), scale), { x: 0, y: 0 }, true)
    },
    /** Another picture, or another size of the stage. */
    reset(): void {
      turning = false
      show(REST, { x: 0, y: 0 }, false)
    },
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
