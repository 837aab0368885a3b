import type { GalleryEntry, TaskView } from '@/shared/api/types'

/** A task as the server shows it, for tests. */
export function testTask(parts: Partial<TaskView> & { id: string }): TaskView {
  const { payload, ...others } = parts
  return {
    version: 1,
    status: 'queued',
    stage: 'queued',
    createdAt: '2026-11-24T12:00:00Z',
    mayBeBilled: false,
    cancelRequested: false,
    attempts: [],
    ...others,
    payload: {
      configId: 'practice',
      model: 'painter',
      enableGoogleSearch: false,
      n: 1,
      promptLength: 6,
      imagesCount: 0,
      ...payload,
    },
  } as TaskView
}

export function testEntry(parts: Partial<GalleryEntry> & { id: string }): GalleryEntry {
  return {
    prompt: 'A cat',
    responseText: '',
    fileName: `${parts.id}.png`,
    configId: 'practice',
    configLabel: 'Practice',
    modelId: 'painter',
    createdAt: '2026-11-24T12:00:00Z',
    width: 1024,
    height: 1024,
    bytes: 1000,
    format: 'png',
    favorite: false,
    missing: false,
    imagePath: `/gallery/${parts.id}.png`,
    thumbnailPath: `/gallery/thumbnails/thumb-${parts.id}.png`,
    ...parts,
  }
}
