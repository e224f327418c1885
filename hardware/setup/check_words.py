"""PURE. Texts of `karlsson-body test`, in German and English. No I/O."""

CHECK_TEXTS: dict[str, tuple[str, str]] = {
    "ok": ("gut", "ok"),
    "failed": ("FEHLER", "FAILED"),
    "skipped": ("offen", "skipped"),
    "all_ok": ("Alles gut.", "All is well."),
    "not_ok": ("{failed} Fehler.", "{failed} failed."),
    # names
    "check_config": ("Konfiguration", "configuration"),
    "check_serial": ("Seriennummer", "serial"),
    "check_calibration": ("Kalibrierung", "calibration"),
    "check_socket": ("Dienst", "service"),
    "check_latch": ("Pausenriegel", "pause latch"),
    "check_watchdog": ("Wachhund", "watchdog"),
    "check_devices": ("Geräte", "devices"),
    "check_servo": ("{part}", "{part}"),
    "check_move": ("{part} fährt", "{part} moves"),
    "check_ring": ("Ring", "ring"),
    "check_eyes": ("Augen", "eyes"),
    "check_button": ("Taste {button}", "button {button}"),
    "check_battery": ("Akku", "battery"),
    "check_board": ("Rechner", "computer"),
    # what was found
    "found": ("{text}", "{text}"),
    "socket_free": ("frei: kein Dienst fährt dazwischen", "free: no service in between"),
    "socket_used": (
        "der Dienst läuft (Treiber {driver}); gefragt wird er",
        "the service runs (driver {driver}); it is asked instead",
    ),
    "not_calibrated": ("keine Datei", "no file"),
    "moved": (
        "{low:+.0f}..{high:+.0f}°, nach {settled:.2f} s auf {off:.1f}° genau",
        "{low:+.0f}..{high:+.0f}°, after {settled:.2f} s within {off:.1f}°",
    ),
    "moved_unseen": (
        "{low:+.0f}..{high:+.0f}° gesendet; er sagt nicht, wo er steht",
        "{low:+.0f}..{high:+.0f}° sent; it does not tell where it is",
    ),
    "off_target": (
        "steht {off:.1f}° neben dem Ziel {target:+.0f}°",
        "stands {off:.1f}° beside its target {target:+.0f}°",
    ),
    "unhealthy": ("{text}: nicht glaubhaft", "{text}: not plausible"),
    "shown": ("gezeigt", "shown"),
    "pressed": ("gedrückt", "pressed"),
    "not_pressed": ("in {seconds:.0f} s nicht gedrückt", "not pressed within {seconds:.0f} s"),
    "not_built_in": ("nicht eingebaut", "not built in"),
    "not_told": ("nichts gehört", "nothing heard"),
    "simulated_needs_none": ("simuliert, braucht keine", "simulated, needs none"),
    "nobody_asked": ("gesendet, niemand hat hingesehen", "sent, nobody looked"),
    "said_no": ("jemand sagt: nein", "somebody says: no"),
    "left_out": ("ausgelassen", "left out"),
    # questions
    "please_press": (
        "Bitte drücken: {button} ({seconds:.0f} s)",
        "Please press: {button} ({seconds:.0f} s)",
    ),
    "ask_moved": ("Hat sich {part} bewegt? [y/n]", "Did {part} move? [y/n]"),
    "ask_ring": (
        "Leuchtet der Ring rot, grün, blau? [y/n]",
        "Does the ring shine red, green, blue? [y/n]",
    ),
    "ask_eyes": (
        "Gehen die Augen zu, halb auf, auf? [y/n]",
        "Do the eyes close, open half, open? [y/n]",
    ),
    # remedies
    "do_config": (
        "Ändere genau diesen Wert in der Datei.",
        "Change exactly this value in the file.",
    ),
    "do_serial": (
        'Schreib serial = "..." unter [body].',
        'Write serial = "..." into [body].',
    ),
    "do_calibrate": (
        "karlsson-body calibrate --config ...",
        "karlsson-body calibrate --config ...",
    ),
    "do_calibration": (
        "Datei löschen, neu kalibrieren.",
        "Delete the file, calibrate anew.",
    ),
    "do_stop": (
        "Für alles andere: sudo systemctl stop karlsson-body",
        "For all the rest: sudo systemctl stop karlsson-body",
    ),
    "do_latch": (
        "Der Ordner {folder} muss dem Dienst gehören: ls -ld {folder}",
        "The folder {folder} must be the service's: ls -ld {folder}",
    ),
    "do_latch_later": (
        "systemd legt {folder} beim Start des Dienstes an.",
        "systemd makes {folder} when the service starts.",
    ),
    "do_watchdog": (
        "Dienst einrichten, wie es in systemd/README.md steht.",
        "Install the service as systemd/README.md tells.",
    ),
    "do_servo_silent": (
        "Stecker, Strom der Servos und Nummer (id) prüfen.",
        "Check plug, the servos' supply, and its number (id).",
    ),
    "do_servo_stalled": (
        "Klemmt etwas? Weg frei machen, Grenzen neu kalibrieren.",
        "Is something pinched? Clear its way, calibrate the limits anew.",
    ),
    "do_servo_hot": (
        "Abkühlen lassen. Läuft er schwer? Schrauben lösen, Kabel entlasten.",
        "Let it cool down. Does it run hard? Loosen screws, relieve cables.",
    ),
    "do_servo_bus": (
        "Adapter und Kabel prüfen; gehört der Port zur Gruppe dialout?",
        "Check adapter and cable; does the port belong to the group dialout?",
    ),
    "do_servo_unplugged": (
        "Stecker am Servo und an der Platine prüfen.",
        "Check the plugs at the servo and at the board.",
    ),
    "do_servo_brownout": (
        "Netzteil oder Akku ist zu schwach: 5 A, kurze dicke Kabel.",
        "Supply or battery is too weak: 5 A, short thick cables.",
    ),
    "do_servo_checksum": (
        "Störung auf dem Kabel: kürzen, Masse verbinden, weg vom Motorstrom.",
        "Noise on the cable: shorten it, join grounds, away from the motors' supply.",
    ),
    "do_servo_id": (
        "Zwei Servos haben eine Nummer. Einzeln anstecken, jedem eine eigene geben.",
        "Two servos have one number. Plug them in singly, give each its own.",
    ),
    "do_battery": ("Akku laden, Kabel des Messers prüfen.", "Charge it, check the gauge's cable."),
    "do_calibration_fault": (
        "Neu kalibrieren: karlsson-body calibrate",
        "Calibrate anew: karlsson-body calibrate",
    ),
    "do_lights": (
        "Kabel der Lampen und ihre Nummern in der Konfiguration prüfen.",
        "Check the lamps' cables and their numbers in the configuration.",
    ),
    "do_driver": (
        "Text oben lesen; Gerät, Kabel und Rechte prüfen.",
        "Read the text above; check device, cable and rights.",
    ),
    "do_button": (
        "Kabel der Taste und ihre Nummer in der Konfiguration prüfen.",
        "Check the button's cable and its number in the configuration.",
    ),
    "do_look": (
        "Ohne --no-questions noch einmal, und hinsehen.",
        "Once more without --no-questions, and look.",
    ),
    "do_buttons": ("Ohne --no-buttons noch einmal.", "Once more without --no-buttons."),
    "do_health": (
        "Spannung der Servos messen, Kabel und Weg prüfen.",
        "Measure the servos' voltage, check cable and way.",
    ),
    "do_board": (
        "Netzteil tauschen (5 V, 5 A); Lüftung frei machen.",
        "Change the supply (5 V, 5 A); clear the vents.",
    ),
}
