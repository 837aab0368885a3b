import type { components } from './schema'

/** Names for what the API speaks of; the shapes are those of docs/openapi.yaml. */
type Schemas = components['schemas']
export type ApiConfig = Schemas['ApiConfig']
export type ApiConfigList = Schemas['ApiConfigList']
export type GalleryEntry = Schemas['GalleryEntry']
export type GalleryPage = Schemas['GalleryPage']
export type GenerationInput = Schemas['GenerationInput']
export type ModelCapabilities = Schemas['ModelCapabilities']
export type TaskView = Schemas['TaskView']
export type Attempt = Schemas['Attempt']
export type NextStep = Schemas['NextStep']
export type PartialPicture = Schemas['PartialPicture']
export type TaskStatus = Schemas['TaskStatus']
export type Template = Schemas['Template']
export type UpstreamModel = Schemas['UpstreamModel']
export type LogEntry = Schemas['LogEntry']
