"""PURE. Causes for which a robot does not reach its bridge, in German. No I/O.

The English words are those of `bridge/protocol/causes.py`.
"""

from collections.abc import Mapping

from bridge.protocol.causes import NetworkCause

_ANEW = (
    "`karlsson-bridge robot enrol NAME` macht eines, `karlsson-robot enrol TOKEN` hier benutzt es"
)

_SHEET = "`karlsson-robot nettest` schreibt ein Blatt für die IT"

CAUSES_DE: Mapping[NetworkCause, str] = {
    "no_network": "der Roboter hat kein Netz; WLAN oder Kabel prüfen",
    "name_service": "der Name der Brücke wird nicht gefunden; der DNS-Server dieses Netzes "
    "antwortet nicht oder kennt ihn nicht: bridge.url und DNS des Netzes prüfen",
    "no_route": f"kein Weg führt zur Brücke; ein Router oder eine Firewall weist ab: {_SHEET}",
    "refused": f"der Port ist zu; eine Firewall weist ab, oder dort läuft nichts: {_SHEET}",
    "cut": f"die Verbindung wird beim Aufbau getrennt; das macht ein Filter oder Proxy: {_SHEET}",
    "silent": f"keine Antwort; eine Firewall verwirft alles, oder die Brücke ist aus: {_SHEET}",
    "portal": "eine Anmeldeseite dieses Netzes steht im Weg; jemand muss sie für den Roboter "
    "bestätigen, oder das Netz lässt ihn so durch",
    "no_tls": "was antwortet, spricht kein TLS; eine Anmeldeseite, oder bridge.url nennt den "
    "falschen Port",
    "tls_opened": "das Zertifikat kommt von einer unbekannten Stelle; ein Proxy öffnet TLS: er "
    "muss die Brücke auslassen, oder sein Zertifikat gehört in network.ca_file",
    "own_certificate": "das Zertifikat bürgt für sich selbst; ist es das der Brücke, gehört es in "
    "bridge.ca, sonst öffnet ein Proxy TLS",
    "wrong_name": "das Zertifikat gilt für einen anderen Namen; ein anderer Server antwortet: "
    "bridge.url prüfen, und ob eine Anmeldeseite im Weg steht",
    "clock": "die Uhr des Roboters geht falsch; `timedatectl` zeigt sie und ihren Zeitserver, den "
    "das Netz durchlassen muss (UDP 123)",
    "expired": "das Zertifikat der Brücke ist abgelaufen, oder die Uhr des Roboters geht vor; "
    "`timedatectl` zeigt die Uhr, sonst muss die Brücke ein neues bekommen",
    "proxy_password": "der Proxy will einen anderen Benutzer oder ein anderes Passwort; beides "
    "steht in network.proxy",
    "proxy_refuses": "der Proxy lässt nicht zur Brücke; er muss CONNECT zu Name und Port erlauben",
    "proxy_away": "der Proxy ist nicht erreichbar; seine Adresse steht in network.proxy",
    "not_bridge": "ein anderer Server antwortet statt der Brücke; bridge.url prüfen",
    "bridge_away": "ein Proxy vor der Brücke antwortet, die Brücke selbst nicht; auf ihrem Server "
    "sagt `systemctl status karlsson-bridge` warum",
    "bridge_busy": "die Brücke ist voll oder wurde zu oft gefragt; der Roboter versucht es weiter",
    "bridge_refuses": "die Brücke lehnt den Roboter ab; `journalctl -u karlsson-robot` sagt warum",
    "lost": f"die Verbindung brach ab; der Roboter versucht es weiter, und kommt es oft: {_SHEET}",
    "not_enrolled": f"nicht angemeldet und ohne Token; {_ANEW}",
    "unknown_robot": f"die Brücke kennt keinen Roboter dieses Namens (robot.id); Schreibweise "
    f"prüfen, oder anmelden: {_ANEW}",
    "wrong_key": f"die Brücke kennt den Roboter mit einem anderen Schlüssel; neu eingerichtet "
    f"braucht er ein Token: {_ANEW}",
    "twin": "ein anderer Roboter mit demselben Schlüssel ist verbunden, etwa von einer kopierten "
    "Karte; der Kopie ein Token geben: `karlsson-bridge robot enrol NEUER-NAME`, und dort "
    "`karlsson-robot enrol TOKEN`",
    "copied": "die Karte stammt von einem anderen Roboter; eine Kopie braucht ein eigenes Token, "
    "eine umgesteckte Karte `karlsson-robot enrol --moved`",
    "token_mistyped": "das Token ist vertippt; vergleichen, dann `karlsson-robot enrol TOKEN`",
    "token_unknown": "die Brücke kennt dieses Token nicht; nennt bridge.url die richtige Brücke? "
    "sonst ein neues nehmen",
    "token_used": "ein anderer Roboter hat das Token benutzt; ein neues nehmen",
    "token_expired": "das Token ist zu alt; ein neues nehmen",
    "token_withdrawn": "das Token wurde zurückgezogen oder ersetzt; das neueste nehmen",
    "token_other_robot": "das Token gehört zu einem anderen Roboter als robot.id; das richtige "
    "nehmen, oder robot.id weglassen",
    "key_taken": "ein anderer Roboter hat diesen Schlüssel (Kopie in /etc/credstore); dort einen "
    "eigenen machen, siehe systemd/README.md",
    "bridge_too_old": "diese Brücke kann noch niemanden anmelden; sie aktualisieren, oder "
    "`karlsson-robot key` und `karlsson-bridge robot add`",
    "not_kept": "der Roboter kann seinen Ordner (robot.state_dir) nicht lesen oder schreiben; "
    "Platz, Karte und Besitzer prüfen",
}
