-- Colombia: Plan Único de Cuentas (Decreto 2650 de 1993). Una cuenta por renglón; «use» es el papel que cumple en el sistema.
select ledger.load_chart('co', $csv$
code,name,class,use
110505,Caja general,A,CASH
110510,Cajas menores,A,
110515,Cheques por consignar,A,CHEQUE
111005,Bancos moneda nacional,A,BANK
111010,Bancos moneda extranjera,A,
112005,Cuentas de ahorro,A,
130505,Clientes nacionales,A,AR
130510,Clientes del exterior,A,
132505,Cuenta corriente entre sucursales,A,INTERBRANCH
133005,Anticipos a proveedores,A,SUPPLIER_ADVANCES
134510,Intereses por cobrar,A,INTEREST_RECEIVABLE
135515,Retención en la fuente a favor,A,
135517,Impuesto a las ventas descontable a favor,A,TAX_CREDIT
136505,Préstamos a trabajadores,A,
137005,Préstamos otorgados a particulares,A,LOANS
137010,Préstamos prendarios por cobrar,A,PAWN_LOANS
134515,Intereses y almacenaje de empeños por cobrar,A,PAWN_INTEREST
138020,Cobros con tarjeta por liquidar,A,CARD
138035,Anticipos del organizador de sanes,A,ROSCA_FRONTED
138095,Otros deudores,A,
139905,Provisión de clientes,A,ALLOWANCE
143505,Mercancías no fabricadas por la empresa,A,
143510,Prendas adjudicadas,A,PAWN_INVENTORY
152405,Equipo de oficina,A,
159215,Depreciación acumulada de equipo de oficina,A,
191005,Posición en moneda extranjera,A,FX
210510,Pagarés con bancos nacionales,L,BORROWINGS
220505,Proveedores nacionales,L,PAYABLES
233595,Otros costos y gastos por pagar,L,
236505,Retención en la fuente por pagar,L,WITHHOLDINGS
240805,Impuesto sobre las ventas por pagar,L,TAX_PAYABLE
250505,Salarios por pagar,L,
280505,Anticipos y saldos a favor de clientes,L,CUSTOMER_CREDIT
280510,Pagos anticipados de préstamos,L,LOAN_ADVANCES
280515,Demasías por pagar,L,PAWN_SURPLUS
280520,Reembolsos por pagar a clientes,L,REFUNDS_PAYABLE
270595,Servicios vendidos por prestar,L,DEFERRED_SALES
281005,Depósitos por identificar,L,UNIDENTIFIED
281505,Fondos de sanes por entregar,L,ROSCA_FUND
281510,Seguros e impuestos cobrados por cuenta de terceros,L,INSURANCE_PAYABLE
311505,Aportes sociales,E,CAPITAL
360505,Utilidad del ejercicio,E,
370505,Utilidades acumuladas,E,RETAINED
371005,Saldos de apertura,E,OPENING
413595,Ventas y servicios,I,SALES
417501,Devoluciones en ventas,I,RETURNS
421005,Intereses ganados,I,INTEREST
421010,Intereses de mora ganados,I,LATE_FEES
421015,Comisiones y cargos de préstamos,I,LOAN_FEES
421035,Recuperación de cartera castigada,I,RECOVERIES
421040,Descuentos comerciales concedidos,I,DISCOUNTS
425535,Retenciones por cancelación de servicios,I,RETENTIONS
422510,Almacenaje de prendas,I,PAWN_STORAGE
429553,Sobrantes de caja,I,CASH_OVER
429595,Otros ingresos,I,OTHER_INCOME
510506,Sueldos,X,
519595,Gastos diversos,X,EXPENSES
519910,Provisión de deudores,X,PROVISION
530505,Gastos bancarios,X,BANK_FEES
530525,Diferencia en cambio,X,FX_RESULT
531015,Cartera castigada,X,BAD_DEBT
539595,Faltantes de caja,X,OVER_SHORT
613595,Costo de ventas y servicios,X,COSTS
$csv$);
