-- México: código agrupador del SAT (Anexo 24). Una cuenta por renglón; «use» es el papel que cumple en el sistema.
select ledger.load_chart('mx', $csv$
code,name,class,use
101.01,Caja,A,CASH
101.02,Cheques por depositar,A,CHEQUE
102.01,Bancos nacionales,A,BANK
102.02,Bancos extranjeros,A,
103.01,Inversiones temporales,A,
105.01,Clientes,A,AR
105.02,Clientes extranjeros,A,
106.01,Préstamos otorgados por cobrar,A,LOANS
106.02,Préstamos prendarios por cobrar,A,PAWN_LOANS
106.03,Intereses por cobrar,A,INTEREST_RECEIVABLE
106.04,Intereses y almacenaje de empeños por cobrar,A,PAWN_INTEREST
107.01,Funcionarios y empleados,A,
107.03,Cuenta corriente entre sucursales,A,INTERBRANCH
107.04,Cobros con tarjeta por liquidar,A,CARD
107.05,Otros deudores diversos,A,
107.06,Anticipos del organizador de sanes,A,ROSCA_FRONTED
108.01,Estimación de cuentas incobrables,A,ALLOWANCE
113.01,IVA a favor,A,
115.01,Inventario,A,
115.07,Prendas adjudicadas,A,PAWN_INVENTORY
118.01,IVA acreditable pagado,A,TAX_CREDIT
119.01,IVA pendiente de pago,A,
120.01,Anticipo a proveedores,A,SUPPLIER_ADVANCES
155.01,Mobiliario y equipo de oficina,A,
171.04,Depreciación acumulada de mobiliario y equipo,A,
191.01,Posición en divisas,A,FX
201.01,Proveedores,L,PAYABLES
205.02,Acreedores diversos,L,
205.05,Demasías por pagar,L,PAWN_SURPLUS
205.06,Depósitos por identificar,L,UNIDENTIFIED
205.07,Fondos de sanes por entregar,L,ROSCA_FUND
205.08,Seguros e impuestos cobrados por cuenta de terceros,L,INSURANCE_PAYABLE
206.01,Anticipos y saldos a favor de clientes,L,CUSTOMER_CREDIT
206.02,Pagos anticipados de préstamos,L,LOAN_ADVANCES
206.03,Servicios vendidos por prestar,L,DEFERRED_SALES
206.04,Reembolsos por pagar a clientes,L,REFUNDS_PAYABLE
208.01,IVA trasladado cobrado,L,TAX_PAYABLE
209.01,IVA trasladado no cobrado,L,
210.01,Sueldos por pagar,L,
216.04,Impuestos retenidos por pagar,L,WITHHOLDINGS
252.01,Préstamos recibidos,L,BORROWINGS
301.01,Capital social,E,CAPITAL
304.01,Utilidad de ejercicios anteriores,E,RETAINED
305.01,Utilidad del ejercicio,E,
306.01,Saldos de apertura,E,OPENING
401.01,Ventas y servicios,I,SALES
401.07,Almacenaje de prendas,I,PAWN_STORAGE
402.01,Devoluciones sobre ventas,I,RETURNS
402.02,Descuentos y bonificaciones sobre ventas,I,DISCOUNTS
403.01,Otros ingresos,I,OTHER_INCOME
403.02,Retenciones por cancelación de servicios,I,RETENTIONS
403.03,Sobrantes de caja,I,CASH_OVER
501.01,Costo de venta y servicios,X,COSTS
601.01,Sueldos y salarios,X,
601.84,Gastos generales,X,EXPENSES
601.85,Estimación para cuentas incobrables,X,PROVISION
701.01,Resultado cambiario,X,FX_RESULT
701.10,Comisiones bancarias,X,BANK_FEES
702.04,Intereses ganados,I,INTEREST
702.05,Intereses moratorios ganados,I,LATE_FEES
702.06,Comisiones y cargos de préstamos,I,LOAN_FEES
702.07,Recuperación de cartera castigada,I,RECOVERIES
703.19,Cuentas incobrables,X,BAD_DEBT
703.21,Faltantes de caja,X,OVER_SHORT
$csv$);
