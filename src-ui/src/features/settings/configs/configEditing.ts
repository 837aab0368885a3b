import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { ApiFailure } from '@/shared/api/problem'
import type { ApiConfig } from '@/shared/api/types'
import { useConfigChanges, useConnectionTest } from './configData'
import {
  connectionDiffers,
  differs,
  FIELDS,
  formOf,
  idFrom,
  inputOf,
  missing,
  newForm,
  type ConfigField,
} from './configForm'
import { usePresetLabel } from './presetLabel'
import type { Preset } from './presets'

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
  const failure = shallowRef<unknown>(null)

  watch(
    () => form.value.label,
    (typed) => {
      if (!stored.value && !ownId.value) form.value.id = idFrom(typed, start.taken)
    },
  )

  const told = (field: ConfigField) =>
    failure.value instanceof ApiFailure ? failure.value.field(field) : undefined
  const errors = computed(() => {
    const empty = tried.value ? missing(form.value, !stored.value) : []
    return Object.fromEntries(
      FIELDS.map((field) => [field, empty.includes(field) ? t('configs.needed') : told(field)]),
    ) as Partial<Record<ConfigField, string>>
  })

  /** Whether it is saved now; what is unchanged is so already. */
  async function save(): Promise<boolean> {
    if (add.isPending.value || change.isPending.value) return false
    tried.value = true
    failure.value = null
    const known = stored.value
    if (missing(form.value, !known).length > 0) return false
    if (known && !differs(form.value, baseline.value)) return true
    const sent = { ...form.value }
    try {
      const input = inputOf(sent)
      const config = known
        ? await change.mutateAsync({ ...input, id: known.id })
        : await add.mutateAsync(input)
      stored.value = config
      baseline.value = formOf(config)
      // What was typed meanwhile stays.
      for (const field of FIELDS)
        if (form.value[field] === sent[field]) Object.assign(form.value, { [field]: baseline.value[field] })
      test.reset()
      if (!known) start.onAdded(config)
      return true
    } catch (problem) {
      failure.value = problem
      return false
    }
  }

  async function saveAndTest(): Promise<void> {
    if (!(await save()) || !stored.value) return
    try {
      await test.mutateAsync(stored.value.id)
    } catch (problem) {
      failure.value = problem
    }
  }

  return {
    form,
    stored,
    errors,
    ownId,
    dirty: computed(() => differs(form.value, baseline.value)),
    /** What a list of models would see is not saved yet. */
    unsaved: computed(() => !stored.value || connectionDiffers(form.value, baseline.value)),
    /** A failure that belongs to no field. */
    failure: computed(() => (FIELDS.some((field) => told(field)) ? null : failure.value)),
    saving: computed(() => add.isPending.value || change.isPending.value),
    testing: test.isPending,
    outcome: test.data,
    save,
    saveAndTest,
  }
}
