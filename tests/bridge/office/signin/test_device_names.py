from bridge.office.signin.device_names import device_name


def test_a_device_gets_a_name_that_its_owner_knows() -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
    ipad = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15"
    android = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36"
    assert device_name(windows).de == "Windows-Computer"
    assert device_name(ipad).en == "iPad"
    assert device_name(android).de == "Android-Handy"
    assert device_name("curl").de == "Mein Gerät"
