import type { Locator } from 'playwright-core'
import type { Studio } from './studio'

/** The page where pictures are made: the composer, and the stage with a card per task. */
export class CreatePage {
  constructor(private readonly studio: Studio) {}

  get composer(): Locator {
    return this.studio.page.getByRole('form', { name: this.studio.text('create.composer') })
  }

  get prompt(): Locator {
    return this.studio.field('common.prompt', this.composer)
  }

  get generateButton(): Locator {
    return this.studio.button('create.generate', this.composer)
  }

  async generate(prompt: string): Promise<void> {
    await this.prompt.fill(prompt)
    await this.generateButton.click()
  }

  /** On a phone most of the composer is folded away. */
  async expand(): Promise<void> {
    await this.prompt.waitFor()
    const button = this.studio.button('create.expand', this.composer)
    if (await button.isVisible()) await button.click()
  }

  /** Works with reference pictures, or without. */
  async choose(mode: 'text' | 'image'): Promise<void> {
    const toggle = this.studio.button('references.title', this.composer)
    const wanted = String(mode === 'image')
    if ((await toggle.getAttribute('aria-pressed')) !== wanted) await toggle.click()
  }

  /** Opens the picker of a setting by its name. */
  async pick(setting: string): Promise<Locator> {
    await this.composer
      .getByRole('button', { name: new RegExp(`^${this.studio.text(setting)}[:：]`) })
      .click()
    return this.studio.page.getByRole('dialog', { name: this.studio.text(setting), exact: true })
  }

  /** The card of the newest task with that prompt. */
  card(prompt: string): Locator {
    return this.studio.page.getByRole('article').filter({ hasText: prompt }).first()
  }

  picture(prompt: string): Locator {
    return this.card(prompt)
      .getByRole('link', { name: this.studio.pattern('stage.openPicture') })
      .first()
  }

  references(): Locator {
    return this.composer.locator('[data-id]')
  }
}
