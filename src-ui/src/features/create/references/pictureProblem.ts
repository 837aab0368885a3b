export type Reason = 'heic' | 'unreadable' | 'tooLarge'

/** Why a file cannot become a reference picture. */
export class PictureProblem extends Error {
  constructor(readonly reason: Reason) {
    super(reason)
    this.name = 'PictureProblem'
  }
}
