export declare const refusedHosts: string[]
