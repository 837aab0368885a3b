import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { drag } from './harness/drag'
import { photo } from './harness/photo'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('references')

describe.each([DESK, PHONE])('reference pictures ($size, $language)', (look) => {
  it('are scaled, turned upright and freed of their place before they leave the browser', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    const taken = await photo(visitor.page, 6_000, 4_000)
    expect(taken.length).toBeGreaterThan(20_000_000)
    await create.choose('image')
    const upload = visitor.page.waitForResponse((response) => response.url().endsWith('/api/uploads'))
    await create.composer
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: taken }, { timeout: 60_000 })
    const answer = await upload
    const kept = (await answer.json()) as { id: string; width: number; height: number; bytes: number }
    expect(kept.height).toBeGreaterThan(kept.width)
    expect(kept.height).toBeLessThanOrEqual(4_096)
    const client = await studio.server.client()
    const stored = Buffer.from(
      await (await client(`/api/uploads/${kept.id.slice('upload:'.length)}`)).arrayBuffer(),
    )
    expect(stored.length).toBe(kept.bytes)
    expect(stored.includes('Exif')).toBe(false)
    const prompt = `the same at night ${look.size}`
    await create.generate(prompt)
    await create.picture(prompt).waitFor()
  })

  it('change their order by dragging', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    await create.choose('image')
    for (const shade of [40, 120, 200]) {
      const buffer = await visitor.page.evaluate(async (grey) => {
        const canvas = new OffscreenCanvas(64, 64)
        const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
        context.fillStyle = `rgb(${grey} ${grey} ${grey})`
        context.fillRect(0, 0, 64, 64)
        return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
      }, shade)
      const name = `shade-${shade}.png`
      await create.composer
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from(buffer) })
    }
    const ids = () =>
      create.references().evaluateAll((all) => all.map((one) => one.getAttribute('data-id') ?? ''))
    await expect.poll(async () => (await ids()).filter((id) => id.startsWith('upload:')).length).toBe(3)
    const before = await ids()
    await drag(visitor, create.references().nth(0), create.references().nth(1))
    await expect.poll(ids).toEqual([before[1], before[0], before[2]])
  })
})
