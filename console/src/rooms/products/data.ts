import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { api } from "@/api/client.ts";
import type { Product, ProductAsk, Quote, Wish } from "@/api/loans.ts";
import type { Problem } from "@/api/problem.ts";
import { useRead } from "@/api/query.ts";
import type { Page } from "@/api/types.ts";

export function useProducts(every = false): UseQueryResult<Page<Product>, Problem> {
  return useRead<Page<Product>>("/products", every ? { every: true } : undefined);
}
/** What would be agreed with a product that isn't kept yet. */
export function useTrial(product: ProductAsk | null, wish: Wish | null): UseQueryResult<Quote, Problem> {
  return useQuery<Quote, Problem>({
    queryKey: ["trial", product, wish], queryFn: ({ signal }) => api.post<Quote>("/products/trial", { product, wish }, { signal }),
    enabled: product !== null && wish !== null, retry: false, staleTime: 60_000, refetchOnWindowFocus: false, placeholderData: keepPreviousData,
  });
}
export const save = (code: string, ask: ProductAsk): Promise<Product> => api.put<Product>(`/products/${code}`, ask);
export const retire = (code: string): Promise<Product> => api.delete<Product>(`/products/${code}`);
