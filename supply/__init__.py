"""What firsthand is made of: licences of all it runs on, and that it installs where little is to be had."""
