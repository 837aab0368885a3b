import { computed, type ComputedRef } from 'vue'
import { useI18n } from '@/shared/i18n'
import type { GalleryEntry } from '@/shared/api/types'
import { useFormat } from '@/shared/format'
import { useOptionWords } from '@/shared/optionWords'
import { askedOf, gotOf } from '../actions/inputOf'

/** Every parameter that was asked for or came, in the order of the composer, and where the picture comes from. */
export function useDetails(
  entry: () => GalleryEntry,
): ComputedRef<{ name: string; value: string; note?: string }[]> {
  const { t } = useI18n()
  const format = useFormat()
  const word = useOptionWords()
  const upper = (name?: string) => name?.toUpperCase().replace('JPG', 'JPEG')

  return computed(() => {
    const picture = entry()
    const asked = askedOf(picture)
    const got = gotOf(picture)
    const { width, height, bytes, durationMs, createdAt, configLabel, configId } = picture
    const pixels = width > 0 ? `${width} × ${height}` : undefined
    const cost =
      got.cost && t(got.costEstimated ? 'viewer.costEstimated' : 'viewer.costTold', { cost: got.cost })
    /** What was asked for and what came, where they are known. */
    const parameters: [name: string, asked: unknown, got?: string][] = [
      ['model', asked.model, got.model ?? picture.modelId],
      ['aspectRatio', asked.aspectRatio ?? picture.aspectRatio, got.aspectRatio],
      ['imageSize', asked.imageSize ?? picture.imageSize],
      ['size', asked.size?.replace('x', ' × '), pixels],
      ['quality', asked.quality],
      ['outputFormat', upper(asked.outputFormat), upper(picture.format || got.format)],
      ['outputCompression', asked.outputCompression],
      ['background', asked.background],
      ['moderation', asked.moderation],
      ['enableGoogleSearch', asked.enableGoogleSearch && t('viewer.on')],
      ['n', asked.n],
      ['configId', undefined, configLabel || configId],
    ]
    const origin: [name: string, value?: string | 0][] = [
      ['bytes', bytes && format.bytes(bytes)],
      ['duration', durationMs && format.duration(durationMs)],
      ['cost', cost],
      ['created', format.dateTime(createdAt)],
    ]
    return [
      ...parameters
        .filter(([, wanted, came]) => wanted || came)
        .map(([name, wanted, came]) => ({
          name: t(`parameter.${name}`),
          value: word(came ?? String(wanted)),
          // Only what came says anything, when it is what was asked for.
          note:
            wanted && came && wanted !== came
              ? t('viewer.asked', { value: word(String(wanted)) })
              : undefined,
        })),
      ...origin.flatMap(([name, value]) => (value ? [{ name: t(`viewer.fields.${name}`), value }] : [])),
    ]
  })
}
