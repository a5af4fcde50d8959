-- The groups of each chart: code, name, class and the group above. Accounts hang from the longest code that begins theirs.
with rows as (
  select f[1] as chart, f[2] as code, f[3] as name, f[4] as class, nullif(f[5], '') as parent
  from (select string_to_array(trim(line), '|') as f from string_to_table($csv$
mx|100|Activo|A|
mx|100.01|Activo a corto plazo|A|100
mx|101|Caja|A|100.01
mx|102|Bancos|A|100.01
mx|103|Inversiones|A|100.01
mx|105|Clientes|A|100.01
mx|106|Cuentas y documentos por cobrar a corto plazo|A|100.01
mx|107|Deudores diversos|A|100.01
mx|108|Estimación de cuentas incobrables|A|100.01
mx|113|Impuestos a favor|A|100.01
mx|115|Inventario|A|100.01
mx|118|Impuestos acreditables pagados|A|100.01
mx|119|Impuestos acreditables por pagar|A|100.01
mx|120|Anticipo a proveedores|A|100.01
mx|100.02|Activo a largo plazo|A|100
mx|155|Mobiliario y equipo de oficina|A|100.02
mx|171|Depreciación acumulada de activos fijos|A|100.02
mx|191|Posición en divisas|A|100.02
mx|200|Pasivo|L|
mx|200.01|Pasivo a corto plazo|L|200
mx|201|Proveedores|L|200.01
mx|205|Acreedores diversos a corto plazo|L|200.01
mx|206|Anticipo de cliente|L|200.01
mx|208|Impuestos trasladados cobrados|L|200.01
mx|209|Impuestos trasladados no cobrados|L|200.01
mx|210|Provisión de sueldos y salarios por pagar|L|200.01
mx|216|Impuestos retenidos|L|200.01
mx|200.02|Pasivo a largo plazo|L|200
mx|252|Cuentas por pagar a largo plazo|L|200.02
mx|300|Capital contable|E|
mx|301|Capital social|E|300
mx|304|Resultado de ejercicios anteriores|E|300
mx|305|Resultado del ejercicio|E|300
mx|306|Otras cuentas de capital|E|300
mx|400|Ingresos|I|
mx|401|Ingresos|I|400
mx|402|Devoluciones, descuentos o bonificaciones sobre ingresos|I|400
mx|403|Otros ingresos|I|400
mx|500|Costos|X|
mx|501|Costo de venta y servicio|X|500
mx|600|Gastos|X|
mx|601|Gastos generales|X|600
mx|700|Resultado integral de financiamiento|X|
mx|701|Gastos financieros|X|700
mx|702|Productos financieros|I|700
mx|703|Otros gastos|X|700
co|1|Activo|A|
co|11|Disponible|A|1
co|1105|Caja|A|11
co|1110|Bancos|A|11
co|1120|Cuentas de ahorro|A|11
co|13|Deudores|A|1
co|1305|Clientes|A|13
co|1325|Cuentas por cobrar entre sucursales|A|13
co|1330|Anticipos y avances|A|13
co|1345|Ingresos por cobrar|A|13
co|1355|Anticipo de impuestos y saldos a favor|A|13
co|1365|Cuentas por cobrar a trabajadores|A|13
co|1370|Préstamos a particulares|A|13
co|1380|Deudores varios|A|13
co|1399|Provisiones|A|13
co|14|Inventarios|A|1
co|1435|Mercancías no fabricadas por la empresa|A|14
co|15|Propiedades, planta y equipo|A|1
co|1524|Equipo de oficina|A|15
co|1592|Depreciación acumulada|A|15
co|19|Valorizaciones y otros activos|A|1
co|1910|Posición en moneda extranjera|A|19
co|2|Pasivo|L|
co|21|Obligaciones financieras|L|2
co|2105|Bancos nacionales|L|21
co|22|Proveedores|L|2
co|2205|Proveedores nacionales|L|22
co|23|Cuentas por pagar|L|2
co|2335|Costos y gastos por pagar|L|23
co|2365|Retención en la fuente|L|23
co|24|Impuestos, gravámenes y tasas|L|2
co|2408|Impuesto sobre las ventas por pagar|L|24
co|25|Obligaciones laborales|L|2
co|2505|Salarios por pagar|L|25
co|28|Otros pasivos|L|2
co|2805|Anticipos y avances recibidos|L|28
co|2810|Depósitos recibidos|L|28
co|2815|Ingresos recibidos para terceros|L|28
co|3|Patrimonio|E|
co|31|Capital social|E|3
co|3115|Aportes sociales|E|31
co|36|Resultados del ejercicio|E|3
co|3605|Utilidad del ejercicio|E|36
co|37|Resultados de ejercicios anteriores|E|3
co|3705|Utilidades acumuladas|E|37
co|3710|Saldos de apertura|E|37
co|4|Ingresos|I|
co|41|Operacionales|I|4
co|4135|Comercio al por mayor y al por menor|I|41
co|4175|Devoluciones en ventas|I|41
co|42|No operacionales|I|4
co|4210|Financieros|I|42
co|4225|Almacenaje|I|42
co|4295|Diversos|I|42
co|5|Gastos|X|
co|51|Operacionales de administración|X|5
co|5105|Gastos de personal|X|51
co|5195|Diversos|X|51
co|5199|Provisiones|X|51
co|53|No operacionales|X|5
co|5305|Financieros|X|53
co|5310|Pérdida en cartera y retiro de bienes|X|53
co|5395|Gastos diversos|X|53
co|6|Costos de ventas|X|
co|61|Costo de ventas y de prestación de servicios|X|6
co|6135|Comercio al por mayor y al por menor|X|61
do|1|Activos|A|
do|11|Activos corrientes|A|1
do|1101|Efectivo en caja|A|11
do|1102|Efectivo en bancos|A|11
do|1103|Cuentas por cobrar|A|11
do|1104|Cuentas entre sucursales|A|11
do|1105|Inventarios|A|11
do|1106|Anticipos a suplidores|A|11
do|1107|Impuestos adelantados|A|11
do|1109|Posición en divisas|A|11
do|12|Activos no corrientes|A|1
do|1201|Mobiliario y equipo|A|12
do|1202|Depreciación acumulada|A|12
do|2|Pasivos|L|
do|21|Pasivos corrientes|L|2
do|2101|Cuentas por pagar a suplidores|L|21
do|2102|Anticipos, depósitos y fondos de terceros|L|21
do|2103|Impuestos y retenciones por pagar|L|21
do|2104|Sueldos y prestaciones por pagar|L|21
do|22|Pasivos no corrientes|L|2
do|2201|Préstamos por pagar|L|22
do|3|Patrimonio|E|
do|31|Capital|E|3
do|3101|Capital suscrito y pagado|E|31
do|32|Resultados|E|3
do|3201|Beneficios acumulados|E|32
do|3202|Resultado del ejercicio|E|32
do|33|Saldos de apertura|E|3
do|3301|Saldos de apertura|E|33
do|4|Ingresos|I|
do|41|Ingresos por ventas y servicios|I|4
do|4101|Ventas y servicios|I|41
do|4102|Devoluciones y descuentos|I|41
do|42|Ingresos financieros|I|4
do|4201|Intereses, mora y cargos|I|42
do|4202|Almacenaje de prendas|I|42
do|43|Otros ingresos|I|4
do|4301|Otros ingresos|I|43
do|5|Costos|X|
do|51|Costo de ventas y servicios|X|5
do|5101|Costo de ventas y servicios|X|51
do|6|Gastos|X|
do|61|Gastos generales y administrativos|X|6
do|6101|Gastos de personal|X|61
do|6109|Gastos generales|X|61
do|6110|Provisiones y pérdidas de cartera|X|61
do|62|Gastos financieros|X|6
do|6201|Comisiones bancarias|X|62
do|6202|Diferencia cambiaria|X|62
do|63|Otros gastos|X|6
do|6301|Sobrantes y faltantes|X|63
$csv$, e'\n') line where trim(line) <> '') parts
)
insert into ledger.chart_groups (chart, code, name, class, parent) select chart, code, name, class, parent from rows
on conflict (chart, code) do update set name = excluded.name, class = excluded.class, parent = excluded.parent
  where (chart_groups.name, chart_groups.class, chart_groups.parent) is distinct from (excluded.name, excluded.class, excluded.parent);

