import { bool } from '../../command/flags.js';

/** As kubectl has it. */
export const managedFieldsFlag = {
  'show-managed-fields': bool("Keep metadata.managedFields of Kubernetes' objects in yaml output", { extension: true }),
};
