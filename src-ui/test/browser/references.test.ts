import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
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
})
