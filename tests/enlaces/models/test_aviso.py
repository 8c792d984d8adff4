"""Los renglones de aviso no tienen llaves foráneas de fila: la base los comprueba por instrucción, y garantiza lo mismo."""

import threading
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from conferencia.models import Institucion, Obligacion
from enlaces.models import Aviso, ReglaDeAviso, RenglonDeAviso
from tests.enlaces.bloqueos import alguien_espera
from tests.enlaces.conftest import LIMITE
from tests.enlaces.escena import FIRMA, VENCE, a_las_ocho, obligacion

PADRES = {"aviso_id": Aviso, "obligacion_id": Obligacion, "institucion_id": Institucion, "regla_id": ReglaDeAviso}


def aviso(n: int = 0) -> Aviso:
    return Aviso.objects.create(clave=f"prueba-{n}", regla="resumen", correo="x@demo.mx", message_id=f"<{n}@x>", para_el=FIRMA, planeado_en=a_las_ocho(FIRMA))


def regla() -> ReglaDeAviso:
    return ReglaDeAviso.objects.create(clase="unica", momento="antes", dias=99, vigencia=DateRange(date(2022, 1, 1), None))


def renglon(**otros) -> RenglonDeAviso:
    o = obligacion()
    datos = {"obligacion_id": o.pk, "institucion_id": o.institucion_id, "correo": "x@demo.mx", "motivo": "d-99", "vence_el": VENCE}
    return RenglonDeAviso(**(datos | otros))


def borrar(modelo, pk) -> None:
    """Sin pasar por Django, que por su lado también lo impide."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {modelo._meta.db_table} WHERE id = %s", [pk])


@pytest.mark.django_db
@pytest.mark.parametrize("padre", PADRES)
def test_un_renglon_sin_alguno_de_sus_padres_no_entra_ni_los_que_venian_con_el(padre):
    bueno = renglon(aviso_id=aviso().pk, regla_id=regla().pk)
    otro = renglon(aviso_id=aviso(1).pk, motivo="d-98")
    setattr(otro, padre, uuid.uuid4())
    with pytest.raises(IntegrityError, match="sin su aviso, obligación, institución o regla"), transaction.atomic():
        RenglonDeAviso.objects.bulk_create([bueno, otro])
    assert RenglonDeAviso.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("padre", ["institucion_id", "regla_id"])
def test_lo_que_puede_faltar_puede_faltar(padre):
    renglon(aviso_id=aviso().pk, **{padre: None}).save(force_insert=True)
    assert RenglonDeAviso.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("padre", PADRES)
def test_un_renglon_no_cambia_de_padre_pero_si_de_vigencia(padre):
    renglon(aviso_id=aviso().pk, regla_id=regla().pk).save(force_insert=True)
    with pytest.raises(IntegrityError, match="no cambia de aviso"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE enlaces_renglondeaviso SET {padre} = %s", [uuid.uuid4()])
    assert RenglonDeAviso.objects.update(vigente=False) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("padre", ["aviso_id", "regla_id"])
def test_un_padre_con_renglones_no_se_borra_y_sin_ellos_si(padre):
    """De obligaciones e instituciones, además, lo impiden sus otras llaves."""
    suyos, libres = {"aviso_id": aviso().pk, "regla_id": regla().pk}, {"aviso_id": aviso(1).pk, "regla_id": ReglaDeAviso.objects.earliest("pk").pk}
    renglon(**suyos).save(force_insert=True)
    with pytest.raises(IntegrityError, match="Todavía hay renglones"), transaction.atomic():
        borrar(PADRES[padre], suyos[padre])
    borrar(PADRES[padre], libres[padre])
    assert not PADRES[padre].objects.filter(pk=libres[padre]).exists()


@pytest.mark.django_db
def test_borrar_un_aviso_se_lleva_sus_renglones():
    uno = aviso()
    renglon(aviso_id=uno.pk).save(force_insert=True)
    assert uno.delete()[1] == {"enlaces.RenglonDeAviso": 1, "enlaces.Aviso": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
@pytest.mark.parametrize("primero", ["el renglón", "el borrado"])
def test_si_uno_inserta_mientras_otro_borra_a_su_padre_gana_el_primero(primero):
    """El segundo espera a que el primero confirme, y entonces falla."""
    suyo, nueva = aviso(), regla()
    hijo = renglon(aviso_id=suyo.pk, regla_id=nueva.pk)
    pasos = [lambda: hijo.save(force_insert=True), lambda: borrar(ReglaDeAviso, nueva.pk)]
    antes, despues = pasos if primero == "el renglón" else reversed(pasos)
    fallas: list[Exception] = []

    def el_segundo() -> None:
        try:
            despues()
        except IntegrityError as error:
            fallas.append(error)
        finally:
            connection.close()

    otro = threading.Thread(target=el_segundo)
    with transaction.atomic():
        antes()
        otro.start()
        alguien_espera("DELETE FROM" if primero == "el renglón" else "INSERT INTO")
    otro.join(LIMITE)
    assert len(fallas) == 1
    quedan = (RenglonDeAviso.objects.count(), ReglaDeAviso.objects.filter(pk=nueva.pk).count())
    assert quedan == ((1, 1) if primero == "el renglón" else (0, 0))
