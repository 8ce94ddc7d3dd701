export type Reply = { readonly kind: string };
