-- República Dominicana: catálogo usual de empresas comerciales y de servicios. Una cuenta por renglón; «use» es el papel que cumple en el sistema.
select ledger.load_chart('do', $csv$
code,name,class,use
1101-01,Caja general,A,CASH
1101-02,Caja chica,A,
1101-03,Cheques por depositar,A,CHEQUE
1102-01,Bancos,A,BANK
1102-02,Cuentas de ahorro,A,
1103-01,Clientes,A,AR
1103-02,Préstamos por cobrar,A,LOANS
1103-07,Préstamos prendarios por cobrar,A,PAWN_LOANS
1103-08,Intereses y almacenaje de empeños por cobrar,A,PAWN_INTEREST
1103-03,Intereses por cobrar,A,INTEREST_RECEIVABLE
1103-04,Cobros con tarjeta por liquidar,A,CARD
1103-05,Funcionarios y empleados,A,
1103-06,Anticipos del organizador de sanes,A,ROSCA_FRONTED
1103-09,Provisión para cuentas incobrables,A,ALLOWANCE
1104-01,Cuenta corriente entre sucursales,A,INTERBRANCH
1105-01,Inventario de mercancías,A,
1105-02,Prendas adjudicadas,A,PAWN_INVENTORY
1106-01,Anticipos a suplidores,A,SUPPLIER_ADVANCES
1107-01,ITBIS adelantado,A,TAX_CREDIT
1107-02,Anticipos de impuesto sobre la renta,A,
1109-01,Posición en divisas,A,FX
1201-01,Mobiliario y equipo de oficina,A,
1202-01,Depreciación acumulada de mobiliario y equipo,A,
2101-01,Suplidores,L,PAYABLES
2102-01,Anticipos y saldos a favor de clientes,L,CUSTOMER_CREDIT
2102-03,Pagos anticipados de préstamos,L,LOAN_ADVANCES
2102-02,Depósitos por identificar,L,UNIDENTIFIED
2102-05,Fondos de sanes por entregar,L,ROSCA_FUND
2102-04,Demasías por pagar,L,PAWN_SURPLUS
2102-07,Servicios vendidos por prestar,L,DEFERRED_SALES
2102-08,Reembolsos por pagar a clientes,L,REFUNDS_PAYABLE
2102-06,Seguros e impuestos cobrados por cuenta de terceros,L,INSURANCE_PAYABLE
2103-01,ITBIS por pagar,L,TAX_PAYABLE
2103-02,Retenciones por pagar,L,WITHHOLDINGS
2104-01,Sueldos por pagar,L,
2201-01,Préstamos recibidos,L,BORROWINGS
3101-01,Capital suscrito y pagado,E,CAPITAL
3201-01,Beneficios acumulados,E,RETAINED
3202-01,Resultado del ejercicio,E,
3301-01,Saldos de apertura,E,OPENING
4101-01,Ventas y servicios,I,SALES
4102-01,Devoluciones en ventas,I,RETURNS
4102-02,Descuentos en ventas,I,DISCOUNTS
4201-01,Intereses ganados,I,INTEREST
4202-01,Almacenaje de prendas,I,PAWN_STORAGE
4201-02,Mora ganada,I,LATE_FEES
4201-03,Comisiones y cargos de préstamos,I,LOAN_FEES
4201-04,Recuperación de cartera castigada,I,RECOVERIES
4301-01,Otros ingresos,I,OTHER_INCOME
4301-02,Retenciones por cancelación de servicios,I,RETENTIONS
4301-03,Sobrantes de caja,I,CASH_OVER
5101-01,Costo de ventas y servicios,X,COSTS
6101-01,Sueldos,X,
6109-01,Gastos generales,X,EXPENSES
6110-01,Gasto de provisión para incobrables,X,PROVISION
6110-02,Cuentas incobrables,X,BAD_DEBT
6201-01,Comisiones bancarias,X,BANK_FEES
6202-01,Diferencia cambiaria,X,FX_RESULT
6301-01,Faltantes de caja,X,OVER_SHORT
$csv$);
