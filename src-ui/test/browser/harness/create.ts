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
    const button = this.studio.button('create.expand', this.composer)
    if (await button.isVisible()) await button.click()
  }

  async choose(mode: 'text' | 'image'): Promise<void> {
    await this.expand()
    await this.composer
      .getByRole('radio', { name: this.studio.text(`create.modes.${mode}`), exact: true })
      .click()
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
