import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from '@/shared/i18n'
import type { ApiConfig } from '@/shared/api/types'
import { useFieldProblems } from '@/shared/fieldProblems'
import { useConfigChanges, useConnectionTest } from './configData'
import { connectionDiffers, differs, FIELDS, formOf, idFrom, inputOf, missing, newForm } from './configForm'
import { usePresetLabel, type Preset } from './presets'

/** The work on one API config: its form against what is stored, saving and testing it. */
export function useConfigEditing(start: {
  config?: ApiConfig
  preset?: Preset
  /** Ids of the others. */
  taken: readonly string[]
  onAdded: (config: ApiConfig) => void
}) {
  const { t } = useI18n()
  const label = usePresetLabel()
  const { add, change } = useConfigChanges()
  const test = useConnectionTest()

  const stored = shallowRef(start.config)
  const baseline = shallowRef(
    start.config
      ? formOf(start.config)
      : newForm(start.preset ? label(start.preset) : '', start.preset, start.taken),
  )
  const form = ref({ ...baseline.value })
  const ownId = ref(false)
  const tried = ref(false)
  const { failure, told, elsewhere, trying } = useFieldProblems(FIELDS)
  const saving = computed(() => add.isPending.value || change.isPending.value)

  watch(
    () => form.value.label,
    (typed) => {
      if (!stored.value && !ownId.value) form.value.id = idFrom(typed, start.taken)
    },
  )

  const errors = computed(() => {
    const empty = tried.value ? missing(form.value, !stored.value) : []
    return { ...told.value, ...Object.fromEntries(empty.map((field) => [field, t('configs.needed')])) }
  })

  /** Whether it is saved now; what is unchanged is so already. */
  async function save(): Promise<boolean> {
    if (saving.value) return false
    tried.value = true
    failure.value = null
    const known = stored.value
    if (missing(form.value, !known).length > 0) return false
    if (known && !differs(form.value, baseline.value)) return true
    const sent = { ...form.value }
    return trying(async () => {
      const input = inputOf(sent)
      const config = await (known ? change.mutateAsync({ ...input, id: known.id }) : add.mutateAsync(input))
      stored.value = config
      baseline.value = formOf(config)
      // What was typed meanwhile stays.
      for (const field of FIELDS)
        if (form.value[field] === sent[field]) Object.assign(form.value, { [field]: baseline.value[field] })
      test.reset()
      if (!known) start.onAdded(config)
    })
  }

  async function saveAndTest(): Promise<void> {
    if ((await save()) && stored.value) await trying(() => test.mutateAsync(stored.value?.id ?? ''))
  }

  return {
    form,
    stored,
    errors,
    ownId,
    dirty: computed(() => differs(form.value, baseline.value)),
    /** What a list of models would see is not saved yet. */
    unsaved: computed(() => !stored.value || connectionDiffers(form.value, baseline.value)),
    failure: elsewhere,
    saving,
    testing: test.isPending,
    outcome: test.data,
    save,
    saveAndTest,
  }
}
