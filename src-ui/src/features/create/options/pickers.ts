/** What the chips open, loaded together with the first of them. */
export { default as ConnectionFields } from '../composer/ConnectionFields.vue'
export { default as CountPicker } from './CountPicker.vue'
export { default as MoreOptions } from './MoreOptions.vue'
export { default as PickerPanel } from './PickerPanel.vue'
export { default as QualityPicker } from './QualityPicker.vue'
export { default as ShapePicker } from './ShapePicker.vue'
